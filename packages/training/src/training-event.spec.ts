import { metricsRow } from './training-event.js';

it('metricsRow flattens measurements and leaves other events out', () => {
  expect(metricsRow({ type: 'step', step: 3, metrics: { loss: 0.5 } })).toEqual({ type: 'step', step: 3, loss: 0.5 });
  expect(metricsRow({ type: 'evaluation', step: 4, metrics: { auc: 0.7 } })).toEqual({
    type: 'evaluation',
    step: 4,
    auc: 0.7,
  });
  expect(metricsRow({ type: 'checkpoint', step: 4, folder: 'x' })).toBeUndefined();
  expect(metricsRow({ type: 'warning', message: 'x' })).toBeUndefined();
  expect(metricsRow({ type: 'warning', message: 'x', step: 5 })).toEqual({ type: 'warning', step: 5, message: 'x' });
});
