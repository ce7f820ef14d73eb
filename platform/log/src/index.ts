export { type Log, type LogLevel, type LogOptions, openLog, silentLog } from './log.ts';
export { maskText } from './mask-text.ts';
