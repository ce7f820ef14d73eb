// How the embedded server is set up, as one table with the reasons.

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // TCP only: the path of a socket is limited to 107 bytes and data folders may lie deep.
  unix_socket_directories: '',
  // A world of twelve programs with four connections each, and tests beside it.
  max_connections: '200',
  // Taken of the machine's memory as it is filled: what is idle needs a fraction of it.
  shared_buffers: '256MB',
  // Money: what is acknowledged is on the disk.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // Short statements on few rows: compilation and parallel plans cost more than they give, and
  // the three reading processes of PostgreSQL 18 are memory for nothing.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  max_wal_size: '1GB',
  // Looking at a table anew makes every connection plan its statements anew. Tables that only grow look
  // the same when they are a tenth larger.
  autovacuum_analyze_scale_factor: '0.5',
  autovacuum_analyze_threshold: '500',
  autovacuum_vacuum_insert_scale_factor: '0.5',
  // Refusals are raised inside statements and answered to the caller. Here they would be noise,
  // and their details could carry a customer's data into a file.
  log_min_messages: 'fatal',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  timezone: 'UTC',
};

/** A killed server loses nothing without them either: only a crash of the whole machine would. */
const notDurable: typeof settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_wal_size: '256MB',
};

export function settingsOf({ isDurable }: { readonly isDurable: boolean }): typeof settings {
  return isDurable ? settings : { ...settings, ...notDurable };
}
