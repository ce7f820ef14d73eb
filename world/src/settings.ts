// The settings of a world, from the environment. `npm start -- --help` prints them.

import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { readConfig } from '@kassa/config';
import { z } from 'zod';
import { hiddenPages, hiddenPagesText } from './blocked-ports.ts';
import { offsetMax } from './places.ts';

const portMax = 65_535 - offsetMax;

export const settingsSchema = z.object({
  KASSA_PORT: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(portMax, `must be ${portMax} or less`)
    .refine((port) => hiddenPages(port).length === 0, {
      error: ({ input }) => hiddenPagesText(Number(input)),
    })
    .default(4000)
    .describe('base port; the world uses this one and the 199 above'),
  KASSA_HOST: z
    .string()
    .refine((host) => host === 'localhost' || isIP(host) === 4, 'must be an IPv4 address')
    .default('127.0.0.1')
    .describe('address to listen on'),
  KASSA_DATA: z.string().default('.kassa').describe('folder for database, keys and log'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional()
    .describe('a PostgreSQL to use instead of the embedded one'),
  KASSA_LOG: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('how much the log file holds'),
  KASSA_WORKERS: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(64, 'must be 64 or less')
    .default(1)
    .describe('gateway processes on its one port; 1: in the process of the others'),
  KASSA_GATEWAY_PORT: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(65_535, 'must be 65535 or less')
    .optional()
    .describe('for `npm start -- gateway` beside a gateway that runs on the same database'),
  KASSA_FAULTS: z
    .enum(['on', 'off'])
    .default('on')
    .describe('off: no fault box, the parties reach one another directly'),
});

export type Settings = {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly logLevel: z.output<typeof settingsSchema>['KASSA_LOG'];
  readonly hasFaultBox: boolean;
  readonly workers: number;
  readonly gatewayPort: number | undefined;
};

export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = readConfig(settingsSchema, environment);
  return {
    port: read.KASSA_PORT,
    host: read.KASSA_HOST,
    dataFolder: resolve(read.KASSA_DATA),
    databaseUrl: read.DATABASE_URL,
    logLevel: read.KASSA_LOG,
    hasFaultBox: read.KASSA_FAULTS === 'on',
    workers: read.KASSA_WORKERS,
    gatewayPort: read.KASSA_GATEWAY_PORT,
  };
}
