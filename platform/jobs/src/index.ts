// The door of platform/jobs.

export {
  addJob,
  type FailedJob,
  type JobHelpers,
  type JobSettings,
  type Jobs,
  type JobsOptions,
  type JobTask,
  openJobs,
} from './jobs.ts';
