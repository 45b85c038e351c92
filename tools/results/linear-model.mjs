// A linear model of sparse features: multinomial logistic regression, or ridge regression, with an L2 penalty on weights. Minimized by L-BFGS
// (Nocedal & Wright 2006, algorithm 7.4) until the gradient is small, so that nothing is drawn and nothing depends on a seed.

/** Pairs of the past that L-BFGS remembers. */
const MEMORY = 10;

/**
 * Fits weights [features + 1, outputs], the last row being the bias, which is not penalized. The objective is scikit-learn's with C = 1 (or alpha = 1):
 * the sum of the losses plus half the squared weights.
 *
 * @param rows for each example the places of its features and their values
 * @param targets logistic: the class of each example; squared: its number
 * @param options.outputs number of classes; 1 for `squared`
 * @param options.loss `logistic` or `squared`
 */
export function fitLinear(rows, targets, { features, outputs, loss, iterations = 200, tolerance = 1e-2 }) {
  const weights = new Float64Array((features + 1) * outputs);
  const objective = (at, gradient) => {
    gradient.set(at);
    gradient.fill(0, features * outputs);
    let value = 0.5 * dot(gradient, gradient);
    const scores = new Float64Array(outputs);
    rows.forEach((row, n) => {
      score(at, row, features, outputs, scores);
      value += loss === 'logistic' ? toLogisticGradient(scores, targets[n]) : toSquaredGradient(scores, targets[n]);
      addOuter(gradient, row, features, outputs, scores);
    });
    return value;
  };
  minimize(objective, weights, { iterations, tolerance: tolerance * Math.max(1, rows.length / 1000) });
  return { weights, features, outputs };
}

/** The model's scores of one example, [outputs]. */
export function linearScores({ weights, features, outputs }, row) {
  return score(weights, row, features, outputs, new Float64Array(outputs));
}

function score(weights, { places, values }, features, outputs, into) {
  for (let k = 0; k < outputs; k++) into[k] = weights[features * outputs + k];
  for (let i = 0; i < places.length; i++) {
    for (let k = 0; k < outputs; k++) into[k] += values[i] * weights[places[i] * outputs + k];
  }
  return into;
}

function addOuter(gradient, { places, values }, features, outputs, errors) {
  for (let k = 0; k < outputs; k++) gradient[features * outputs + k] += errors[k];
  for (let i = 0; i < places.length; i++) {
    for (let k = 0; k < outputs; k++) gradient[places[i] * outputs + k] += values[i] * errors[k];
  }
}

/** Turns scores into the loss's gradient, probabilities less the truth, and returns the loss. */
function toLogisticGradient(scores, target) {
  const highest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (const each of scores) sum += Math.exp(each - highest);
  const loss = highest + Math.log(sum) - scores[target];
  for (let k = 0; k < scores.length; k++) scores[k] = Math.exp(scores[k] - highest) / sum;
  scores[target] -= 1;
  return loss;
}

function toSquaredGradient(scores, target) {
  scores[0] -= target;
  return 0.5 * scores[0] ** 2;
}

/** Moves `at` to where the gradient of `objective(at, gradient)` has no entry above the tolerance, or as far as the iterations go. */
function minimize(objective, at, { iterations, tolerance }) {
  const size = at.length;
  let gradient = new Float64Array(size);
  let value = objective(at, gradient);
  const past = [];
  for (let n = 0; n < iterations && gradient.some((each) => Math.abs(each) > tolerance); n++) {
    const direction = descent(gradient, past);
    const slope = dot(direction, gradient);
    let step = past.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
    const next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let reached;
    // Armijo's rule: a step has to gain some of what its slope promises.
    for (let tries = 0; ; tries++, step /= 2) {
      if (tries === 40) return;
      for (let i = 0; i < size; i++) next[i] = at[i] + step * direction[i];
      reached = objective(next, nextGradient);
      if (reached <= value + 1e-4 * step * slope) break;
    }
    const moved = next.map((each, i) => each - at[i]);
    const changed = nextGradient.map((each, i) => each - gradient[i]);
    const curvature = dot(moved, changed);
    if (curvature > 1e-12) past.push({ moved, changed, curvature });
    if (past.length > MEMORY) past.shift();
    at.set(next);
    [gradient, value] = [nextGradient, reached];
  }
}

/** The two-loop recursion: minus the gradient times an estimate of the inverse Hessian. */
function descent(gradient, past) {
  const direction = gradient.map((each) => -each);
  const shares = past.toReversed().map(({ moved, changed, curvature }) => {
    const share = dot(moved, direction) / curvature;
    add(direction, changed, -share);
    return share;
  });
  const last = past.at(-1);
  if (last !== undefined) {
    const scale = last.curvature / dot(last.changed, last.changed);
    direction.forEach((each, i) => (direction[i] = each * scale));
  }
  past.forEach(({ moved, changed, curvature }, i) => add(direction, moved, shares[past.length - 1 - i] - dot(changed, direction) / curvature));
  return direction;
}

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function add(to, what, times) {
  for (let i = 0; i < to.length; i++) to[i] += times * what[i];
}
