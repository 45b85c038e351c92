import { formatDuration } from '@electra-ts/config';
import type { Preparation } from '@electra-ts/training';
import type { StageProgress } from './stage-progress.js';

/**
 * What shows a stage's wait for graphs: the live line of a terminal says each, a log only the first, before which nothing
 * else happens; both, whether that one was found among compiled graphs where the engine keeps them.
 */
export function tellPreparation(progress: StageProgress): (preparation: Preparation) => void {
  let isFirst = true;
  return ({ graph, stage, engine, seconds = 0, fromCache }) => {
    switch (stage) {
      case 'recording':
        progress.wait(`recording ${graph}`, isFirst ? `records ${graph} and compiles it for ${engine}` : undefined);
        break;
      case 'compiling':
        progress.wait(`compiling ${graph} for ${engine}`);
        break;
      case 'ready':
        if (isFirst && fromCache !== undefined) {
          const how = fromCache ? 'found compiled in the cache' : 'compiled, and kept in the cache for the next time';
          progress.note(`${graph}: ${how} (${formatDuration(seconds)})`);
        }
        progress.wait(`first run of ${graph}`);
        isFirst = false;
    }
  };
}
