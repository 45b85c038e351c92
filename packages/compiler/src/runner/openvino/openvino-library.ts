/* OpenVINO's C interface (openvino/c/openvino.h), called through koffi: no compiler and no add-on of our own. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HostTensor } from '../../host-tensor.js';
import { largeBlocks } from './large-blocks.js';

/** Something that the library made. */
export type Handle = object;

/** What is used of the library; every failure is an Error with the library's own message. */
export interface OpenVinoLibrary {
  /** Such as '2026.4.1-22108-…'. */
  readonly version: string;
  /** Compiles the bytes of an .onnx file for the CPU. `properties` are OpenVINO's, by their names. */
  compile(model: Uint8Array, properties: Readonly<Record<string, string>>): Handle;
  /** Whether OpenVINO found the graph compiled in its CACHE_DIR. */
  isFromCache(compiled: Handle): boolean;
  /** A request: a set of bound tensors that can be computed with. */
  createRequest(compiled: Handle): Handle;
  /** A tensor over the memory of `data`, which has to live as long as the tensor. */
  wrap(tensor: HostTensor): Handle;
  /** Binds an input or output of a request by its name, which it has to look for. */
  bind(request: Handle, port: string, tensor: Handle): void;
  /** An input of a graph, for what is bound at each run: `bindPort` does not look for its name. */
  inputPort(compiled: Handle, name: string): Handle;
  bindPort(request: Handle, port: Handle, tensor: Handle): void;
  /** Computes; the calling thread waits. */
  infer(request: Handle): void;
  freeTensor(tensor: Handle): void;
  freePort(port: Handle): void;
  freeRequest(request: Handle): void;
  freeCompiled(compiled: Handle): void;
}

/** `ov_element_type_e` since 2025.0, which dropped "undefined" from its beginning; `checkTypes` finds other orders. */
const elementTypes = { float32: 4, int32: 9, bool: 1 } as const;
/** The first version whose element types are numbered as above. */
const OLDEST = 2025;

const REINSTALL = '`pip install --force-reinstall openvino` brings a whole one for this machine.';

/**
 * Loads OpenVINO from the folder of its shared libraries.
 *
 * @throws Error where koffi or the library cannot be loaded, the version is too old, or the plugin for the processor is missing
 */
export async function loadOpenVino(folder: string): Promise<OpenVinoLibrary> {
  const { default: koffi } = await import('koffi').catch((error: unknown) => {
    throw new Error('koffi, through which OpenVINO is called, cannot be loaded. Install it with `npm install koffi`.', { cause: error });
  });
  const file = readdirSync(folder).find((name) => /^(?:lib)?openvino_c\.(?:so|dylib|dll)/.test(name));
  if (file === undefined) throw new Error(`there is no libopenvino_c in ${folder}.`);
  const library = loaded(() => koffi.load(join(folder, file)), join(folder, file));
  const shape = koffi.struct({ rank: 'int64_t', dims: 'int64_t*' });
  const version = koffi.struct({ buildNumber: 'const char*', description: 'const char*' });
  const result = koffi.out('void**');
  const lib = {
    version: library.func('ov_get_openvino_version', 'int', [koffi.out(koffi.pointer(version))]),
    lastError: library.func('ov_get_last_err_msg', 'const char*', []),
    createCore: library.func('ov_core_create', 'int', [result]),
    property: library.func('ov_core_get_property', 'int', ['void*', 'const char*', 'const char*', koffi.out('void**')]),
    freeText: library.func('ov_free', 'void', ['void*']),
    read: library.func('ov_core_read_model_from_memory_buffer', 'int', ['void*', 'void*', 'size_t', 'void*', result]),
    compile: library.func('ov_core_compile_model', 'int', ['void*', 'void*', 'const char*', 'size_t', result, '...']),
    freeModel: library.func('ov_model_free', 'void', ['void*']),
    compiledProperty: library.func('ov_compiled_model_get_property', 'int', ['void*', 'const char*', result]),
    createRequest: library.func('ov_compiled_model_create_infer_request', 'int', ['void*', result]),
    bind: library.func('ov_infer_request_set_tensor', 'int', ['void*', 'const char*', 'void*']),
    port: library.func('ov_compiled_model_input_by_name', 'int', ['void*', 'const char*', result]),
    bindPort: library.func('ov_infer_request_set_tensor_by_const_port', 'int', ['void*', 'void*', 'void*']),
    freePort: library.func('ov_output_const_port_free', 'void', ['void*']),
    infer: library.func('ov_infer_request_infer', 'int', ['void*']),
    wrap: library.func('ov_tensor_create_from_host_ptr', 'int', ['int', shape, 'void*', result]),
    byteSize: library.func('ov_tensor_get_byte_size', 'int', ['void*', koffi.out('size_t*')]),
    freeTensor: library.func('ov_tensor_free', 'void', ['void*']),
    freeRequest: library.func('ov_infer_request_free', 'void', ['void*']),
    freeCompiled: library.func('ov_compiled_model_free', 'void', ['void*']),
  };
  const check = (status: number, operation: string): void => {
    if (status !== 0) throw new Error(`OpenVINO cannot ${operation} (status ${status}): ${oneLine(lib.lastError())}`);
  };
  const found: { buildNumber?: string } = {};
  check(lib.version(found) as number, 'tell its version');
  const build = found.buildNumber ?? '';
  if (!(Number.parseInt(build, 10) >= OLDEST)) {
    throw new Error(`OpenVINO ${build} is too old: expected ${OLDEST}.0 or later. \`pip install --upgrade openvino\` brings it.`);
  }
  const made = (status: number, out: [Handle | null], operation: string): Handle => {
    check(status, operation);
    return out[0] as Handle;
  };
  const out = (): [Handle | null] => [null];
  const coreOut = out();
  const theCore = made(lib.createCore(coreOut) as number, coreOut, 'start');
  // Asks the plugin for anything, so that a library without it is refused now and not at the first graph.
  const nameOut = out();
  if ((lib.property(theCore, 'CPU', 'FULL_DEVICE_NAME', nameOut) as number) !== 0) {
    throw new Error(`${folder} lacks what computes on the processor (openvino_intel_cpu_plugin, or openvino_arm_cpu_plugin): ${oneLine(lib.lastError())}. ${REINSTALL}`);
  }
  lib.freeText(nameOut[0]);
  const wrap = ({ shape: dims, dtype, data }: HostTensor): Handle => {
    // A small array may lie in the JavaScript heap, which moves; asking for its buffer moves it out for good.
    if (data.buffer.byteLength === 0 && data.length > 0) throw new Error('OpenVINO: the memory of a tensor was transferred away.');
    const tensor = out();
    const size = { rank: dims.length, dims: dims.length === 0 ? null : [...dims] };
    return made(lib.wrap(elementTypes[dtype], size, data, tensor) as number, tensor, 'wrap a tensor');
  };
  checkTypes(wrap, (tensor) => {
    const size: [number] = [0];
    check(lib.byteSize(tensor, size) as number, 'measure a tensor');
    lib.freeTensor(tensor);
    return Number(size[0]);
  });
  const blocks = await largeBlocks();
  return {
    version: build,
    compile(bytes, properties) {
      const [modelOut, compiledOut] = [out(), out()];
      const operation = readdirSync(folder).some((name) => name.includes('onnx')) ? 'read the graph' : `read the graph, since ${folder} lacks openvino_onnx_frontend`;
      const network = made(lib.read(theCore, bytes, bytes.length, null, modelOut) as number, modelOut, operation);
      const words = Object.entries(properties).flat();
      blocks.release();
      const status = lib.compile(theCore, network, 'CPU', words.length, compiledOut, ...words.flatMap((word) => ['const char*', word])) as number;
      lib.freeModel(network);
      // Nothing will run that frees what this left.
      if (status !== 0) blocks.keep();
      return made(status, compiledOut, 'compile the graph');
    },
    isFromCache(compiled) {
      const textOut = out();
      const text = made(lib.compiledProperty(compiled, 'LOADED_FROM_CACHE', textOut) as number, textOut, 'tell where a graph comes from');
      const found = koffi.decode(text, 'char', -1) === 'YES';
      lib.freeText(text);
      return found;
    },
    createRequest(compiled) {
      const request = out();
      return made(lib.createRequest(compiled, request) as number, request, 'create a request');
    },
    wrap,
    bind: (request, port, tensor) => check(lib.bind(request, port, tensor) as number, `bind '${port}'`),
    inputPort(compiled, name) {
      const port = out();
      return made(lib.port(compiled, name, port) as number, port, `find the input '${name}'`);
    },
    bindPort: (request, port, tensor) => check(lib.bindPort(request, port, tensor) as number, 'bind an input'),
    infer(request) {
      const status = lib.infer(request) as number;
      // The first run of a graph has freed what compiling it left.
      blocks.keep();
      check(status, 'compute the graph');
    },
    freeTensor: (tensor) => void lib.freeTensor(tensor),
    freePort: (port) => void lib.freePort(port),
    freeRequest: (request) => void lib.freeRequest(request),
    freeCompiled: (compiled) => void lib.freeCompiled(compiled),
  };
}

/** The library's words without its line breaks and the places in its own source. */
function oneLine(reason: unknown): string {
  const words = String(reason ?? 'no reason given').replace(/Exception from \S+?:\d+:\s*/g, '');
  return words.replace(/\s+/g, ' ').replace(/[\s.]+$/, '');
}

function loaded<T>(load: () => T, file: string): T {
  try {
    return load();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${file} cannot be loaded on ${process.platform} ${process.arch} (it is for another architecture or system, damaged, or libraries beside it are missing): ${oneLine(reason)}. ${REINSTALL}`,
      { cause: error },
    );
  }
}

/** @throws Error where this version numbers element types in another way: then tensors have other sizes */
function checkTypes(wrap: (tensor: HostTensor) => Handle, sizeOf: (tensor: Handle) => number): void {
  const samples: HostTensor[] = [
    { shape: [3], dtype: 'float32', data: new Float32Array(3) },
    { shape: [5], dtype: 'int32', data: new Int32Array(5) },
  ];
  for (const sample of samples) {
    const size = sizeOf(wrap(sample));
    if (size !== sample.data.byteLength) {
      throw new Error(`OpenVINO: a ${sample.dtype} tensor of ${sample.data.length} elements has ${size} bytes; this version's C interface differs from what is known here.`);
    }
  }
}
