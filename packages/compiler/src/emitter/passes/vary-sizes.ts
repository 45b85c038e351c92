import { type Graph, type GraphConstant, type GraphNode, plainNode } from '../../recorder/graph.js';
import { RecordError } from '../../recorder/record-error.js';
import { describeTerm, type Sizes, type SizeTerm, sizeTerm } from '../sizes.js';

/** One function, recorded with some sizes. */
export interface SizedGraph {
  readonly sizes: Sizes;
  readonly graph: Graph;
}

/** An axis of an input. */
export interface InputAxis {
  readonly input: string;
  readonly axis: number;
}

/**
 * Rewrites the first of several recordings in place so that it computes what all of them do, whatever the sizes: a shape or a bound that differs between them is computed from the
 * sizes of the inputs.
 *
 * @param samples as `sampleSizes` has them
 * @param axes where the size of each name is found
 * @returns the shapes of the results, in their order, with names where sizes vary
 * @throws RecordError for what depends on sizes otherwise than as a product of them, with the node
 */
export function varySizes(samples: readonly SizedGraph[], axes: ReadonlyMap<string, InputAxis>): (number | string)[][] {
  const [{ graph }, ...others] = samples as [SizedGraph, ...SizedGraph[]];
  const writer = new SizeWriter(graph, axes);
  const constants = samples.map((sample) => sample.graph.constantsByName());
  const sizes = samples.map((sample) => sample.sizes);
  for (const { graph: other } of others) if (other.nodes.length !== graph.nodes.length) throw refusal('The number of operations', undefined);
  for (const [index, node] of graph.nodes.entries()) {
    const versions = samples.map((sample) => sample.graph.nodes[index] as GraphNode);
    if (versions.some(({ op, inputs }) => op !== node.op || inputs.length !== node.inputs.length)) throw refusal('What is computed', node);
    const attributes = versions.map((version) => JSON.stringify(version.attributes));
    if (attributes.some((each) => each !== attributes[0])) throw refusal('An attribute', node);
    versions[0]?.inputs.forEach((input, place) => {
      const found = versions.map(({ inputs }, version) => constants[version]?.get(inputs[place] as string));
      if (found.every((constant) => constant === undefined)) {
        if (versions.some(({ inputs }) => inputs[place] !== input)) throw refusal('What is read', node);
        return;
      }
      if (found.some((constant) => constant === undefined)) throw refusal('What is read', node);
      const replaced = writer.replacement(found as GraphConstant[], sizes);
      if (replaced === undefined) throw refusal(`A constant (${(found[0] as GraphConstant).dtype}[${(found[0] as GraphConstant).shape}])`, node);
      node.inputs[place] = replaced;
    });
  }
  graph.nodes = [...writer.nodes, ...graph.nodes];
  return graph.outputs.map(({ shape, name }, index) =>
    shape.map((_, axis) => {
      const term = sizeTerm(samples.map((sample) => sample.graph.outputs[index]?.shape[axis] as number), sizes);
      if (term === undefined) throw new RecordError(`The size of axis ${axis} of the result '${name}' is no product of the inputs' sizes.`);
      return describeTerm(term);
    }),
  );
}

function refusal(what: string, node: GraphNode | undefined): RecordError {
  const where = node === undefined ? '' : ` of the node ${node.name} (${node.op})`;
  return new RecordError(
    `${what}${where} depends on the sizes of axes that have names, in a way that is no product of them. Give the axis a number instead of a name, or write the function so that only shapes depend on it.`,
  );
}

/** Writes nodes that compute numbers from the sizes of inputs. */
class SizeWriter {
  readonly nodes: GraphNode[] = [];
  private readonly made = new Map<string, string>();

  constructor(
    private readonly graph: Graph,
    private readonly axes: ReadonlyMap<string, InputAxis>,
  ) {}

  /** The value to read in place of a constant that is `versions[i]` for the sizes `samples[i]`; undefined where there is none. */
  replacement(versions: readonly GraphConstant[], samples: readonly Sizes[]): string | undefined {
    const [first] = versions as [GraphConstant];
    const isSame = versions.every(({ shape, data }) => String(shape) === String(first.shape) && data.every((value, i) => Object.is(value, first.data[i])));
    if (isSame) return first.name;
    if (first.dtype === 'int64') return this.numbers(versions, samples);
    return this.uniform(versions, samples);
  }

  /** Whole numbers, such as a shape. */
  private numbers(versions: readonly GraphConstant[], samples: readonly Sizes[]): string | undefined {
    const [{ shape, data }] = versions as [GraphConstant];
    if (versions.some((version) => String(version.shape) !== String(shape))) return undefined;
    const terms = Array.from({ length: data.length }, (_, i) => sizeTerm(versions.map((version) => Number(version.data[i])), samples));
    if (terms.some((term) => term === undefined)) return undefined;
    const list = this.list(terms as SizeTerm[]);
    return shape.length === 1 ? list : this.once(`${list}.of.${shape}`, 'Reshape', [list, this.graph.constant('int64', [shape.length], shape)]);
  }

  /** One number, as often as sizes say. */
  private uniform(versions: readonly GraphConstant[], samples: readonly Sizes[]): string | undefined {
    const [{ dtype, shape, data }] = versions as [GraphConstant];
    const value = Number(data[0]);
    if (versions.some((version) => version.shape.length !== shape.length || !version.data.every((each) => Object.is(Number(each), value)))) return undefined;
    const terms = shape.map((_, axis) => sizeTerm(versions.map((version) => version.shape[axis] as number), samples));
    if (terms.some((term) => term === undefined)) return undefined;
    const list = this.list(terms as SizeTerm[]);
    return this.once(`${list}.${dtype}.${value}`, 'Expand', [this.graph.constant(dtype, [], [value]), list]);
  }

  /** int64[n], one element a term. */
  private list(terms: readonly SizeTerm[]): string {
    const elements = terms.map((term) => this.term(term));
    return elements.length === 1 ? (elements[0] as string) : this.once(`sizes.${terms.map(describeTerm).join('.')}`, 'Concat', elements, { axis: 0 });
  }

  /** int64[1]. */
  private term({ factor, axes }: SizeTerm): string {
    const number = () => this.graph.constant('int64', [1], [factor]);
    const [first, ...rest] = axes.map((name) => this.size(name));
    if (first === undefined) return number();
    const all = rest.reduce((product, size, i) => this.once(`sizes.${axes.slice(0, i + 2).join('*')}`, 'Mul', [product, size]), first);
    return factor === 1 ? all : this.once(`sizes.${describeTerm({ factor, axes })}`, 'Mul', [all, number()]);
  }

  /** int64[1]. */
  private size(name: string): string {
    const found = this.axes.get(name);
    if (found === undefined) throw new RecordError(`The result depends on the size of '${name}', and on no input that has such an axis.`);
    const { input, axis } = found;
    return this.once(`sizes.${name}`, 'Shape', [input], { start: axis, end: axis + 1 });
  }

  /** @param what like what the value is called */
  private once(what: string, op: string, inputs: string[], attributes = {}): string {
    const key = `${op} ${inputs} ${JSON.stringify(attributes)}`;
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const taken = new Set(this.made.values());
    const name = taken.has(what) ? `${what}_${taken.size}` : what;
    this.nodes.push(plainNode(name, op, inputs, name, attributes));
    this.made.set(key, name);
    return name;
  }
}
