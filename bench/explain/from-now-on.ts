import { column, type Database } from '@kassa/database';

/** Connections that are opened from now on write each statement with its plan into the server's log. */
export async function explainFromNowOn(db: Database): Promise<void> {
  const settings = {
    log_min_messages: 'log',
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_verbose': 'on',
    'auto_explain.log_format': 'json',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_parameter_max_length': '0',
  };
  const [name] = await db.query({ text: 'select current_database() as name' }, (row) =>
    column.text(row, 'name'),
  );
  for (const [setting, value] of Object.entries(settings)) {
    await db.exec(`alter database ${name} set ${setting} = '${value}'`);
  }
}
