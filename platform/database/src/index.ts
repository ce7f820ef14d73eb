// The door of platform/database: embedded PostgreSQL, migrations, units of work.

export { column, type RawRow } from './column.ts';
export { committer } from './committer.ts';
export {
  type Database,
  type DatabaseOptions,
  type Decode,
  openDatabase,
  type Queries,
  type Statement,
} from './database.ts';
export {
  type Embedded,
  type EmbeddedOptions,
  runningEmbeddedUrl,
  startEmbedded,
  stopAbandoned,
} from './embedded/start.ts';
export { type Attempt, type Executor, executorOn, prepared } from './execute-units.ts';
export { toJson } from './json.ts';
export { type Migrations, migrate } from './migrate.ts';
export { keepPartitions, type Partitioned, type Upkeep } from './partitions.ts';
export {
  openStandingLine,
  type StandingLine,
  type StandingLineOptions,
} from './standing-line.ts';
export { type TestDatabase, type TestDatabaseOptions, testDatabase } from './test-database.ts';
export {
  type Call,
  type Guard,
  type Insert,
  type Refused,
  type Row,
  type Unit,
  type Update,
  unit,
  type Value,
} from './unit.ts';
