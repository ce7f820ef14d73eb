import type { SplitMeans } from '../../splits/ports.ts';
import type { ApiMeans } from '../ports.ts';

/** What the room of splits needs, out of what the API has. */
export const splitMeans = ({ db, clock, directory, recording }: ApiMeans): SplitMeans => ({
  ...recording,
  ...{ db, clock, directory },
});
