import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  ignoreExportsUsedInFile: true,
  workspaces: {
    '.': {
      entry: ['tools/*.mjs', 'tools/*.ts', 'bench/main.ts', '.ci/run'],
      project: ['tools/**', 'bench/**'],
    },
    '{base,rails,platform,parties}/*': { entry: ['src/index.ts'], project: ['src/**'] },
    ledger: { entry: ['src/index.ts'], project: ['src/**'] },
    world: { entry: ['src/index.ts', 'src/main.ts'], project: ['src/**'] },
  },
};

export default config;
