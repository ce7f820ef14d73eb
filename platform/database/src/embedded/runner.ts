import type { Place } from './place.ts';

/** A clean environment: PG* variables of the caller must not steer the server. */
export function asRunner(place: Place): {
  uid?: number;
  gid?: number;
  env: NodeJS.ProcessEnv;
  cwd: string;
} {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };
  const { runner } = place;
  return runner ? { uid: runner.uid, gid: runner.gid, env, cwd: '/' } : { env, cwd: '/' };
}
