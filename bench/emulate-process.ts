// The npm package `emulate` with its Stripe, in a process of its own; it keeps everything in memory.

import { freePort } from './free-port.ts';
import { isReady, ownSettings } from './program.ts';

// By a name that the compiler does not follow: it need not be installed.
const { createEmulator } = await import(ownSettings<{ entry: string }>().entry);
const emulator = await createEmulator({ service: 'stripe', port: await freePort() });
isReady({ url: String(emulator.url) }, async () => emulator.close());
