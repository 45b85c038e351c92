/**
 * Keeps ONNX Runtime from telling Microsoft of this process, unless the environment says what it may: from version 1.29 on its builds for Linux and macOS send names, hashes and
 * times of graphs, and keep an identifier of the machine in the user's cache. It reads the variable of the process itself, so this has to be called on the main thread (others
 * have a copy of the environment), before the first session. On Windows nothing but the system decides.
 */
export function refuseTelemetry(environment: NodeJS.ProcessEnv = process.env): void {
  environment['ORT_DISABLE_TELEMETRY'] ??= '1';
}
