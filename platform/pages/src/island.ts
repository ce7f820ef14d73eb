// Small scripts that make a page nicer, never possible: bundled when the party starts.
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { type Asset, asset } from './asset.ts';

/** `bundleIsland(new URL('./islands/card-field.ts', import.meta.url))`; takes some 30 ms. */
export function bundleIsland(url: URL): Asset {
  return bundle(url, 'esm');
}

/** A script that pages of others load with a plain `<script src>`: it keeps its names to itself. */
export function bundleScript(url: URL): Asset {
  return bundle(url, 'iife');
}

const bundled = new Map<string, Asset>();

/** Once for a process: tests start hundreds of parties in one. */
function bundle(url: URL, format: 'esm' | 'iife'): Asset {
  const key = `${format} ${url}`;
  const known = bundled.get(key);
  if (known) return known;
  const made = build(url, format);
  bundled.set(key, made);
  return made;
}

function build(url: URL, format: 'esm' | 'iife'): Asset {
  const path = fileURLToPath(url);
  const built = buildSync({
    entryPoints: [path],
    bundle: true,
    minify: true,
    write: false,
    format,
    target: format === 'esm' ? 'es2020' : 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const name = path.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '');
  return asset(name, 'js', built.outputFiles[0]?.text ?? '');
}
