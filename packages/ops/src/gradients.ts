// tfjs-core's entry for Node exports every operation but registers the gradient of none: differentiating fails with
// "gradient function not found". Its registering module is reachable only for bundlers, so the whole of tfjs is
// imported, once and here; every package that differentiates imports @electra-ts/ops.
import '@tensorflow/tfjs';
