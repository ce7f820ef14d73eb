// `npm run lock`, after `npm install` has changed the lockfile. npm leaves out the binaries of
// platforms that its registry did not have at hand, and `npm ci` then refuses the whole file. This
// writes them in, by the name that their parent gives them; they are fetched where they are needed.
// For another lockfile than the root's, its folder is given: `node tools/complete-lockfile.mjs compat`.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL(`../${process.argv[2] ?? '.'}/package-lock.json`, import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
const packages = lock.packages;

const platforms = /^(android|darwin|win32|freebsd|linux|openharmony|netbsd|openbsd|sunos|aix)$/;
const processors = /^(arm64|x64|ia32|arm|ppc64|riscv64|s390x|loong64|mips64el)$/;

let added = 0;
for (const [, parent] of Object.entries(packages)) {
  for (const [name, wanted] of Object.entries(parent.optionalDependencies ?? {})) {
    const at = `node_modules/${name}`;
    if (packages[at] || !/^\d/.test(wanted)) continue;
    const words = name.split('/').at(-1).split(/[-_]/);
    const os = words.filter((word) => platforms.test(word));
    const cpu = words.filter((word) => processors.test(word));
    if (os.length === 0) continue;
    packages[at] = {
      version: wanted,
      ...(cpu.length > 0 ? { cpu } : {}),
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
      os,
    };
    added += 1;
  }
}

const { '': root, ...rest } = packages;
lock.packages = { '': root, ...Object.fromEntries(Object.entries(rest).sort(byPath)) };
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms added to the lockfile`);

function byPath([one], [other]) {
  return one < other ? -1 : 1;
}
