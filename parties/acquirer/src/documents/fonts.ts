// Noto Sans, as it lies in its package: it has the letters of every language that our merchants'
// names are written in, and each document carries those that it uses.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export type Fonts = { readonly regular: Buffer; readonly bold: Buffer };

/** Once for a program, when the first document is asked for: 1.2 MB. */
export function readFonts(): Fonts {
  const require = createRequire(import.meta.url);
  return {
    regular: readFileSync(
      require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
    ),
    bold: readFileSync(
      require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
    ),
  };
}
