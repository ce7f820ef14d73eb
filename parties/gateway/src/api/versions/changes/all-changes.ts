// Every change, oldest version first: a new version is a file beside this one and a name here.

import type { InputChange, InsideChange, OutputChange, Removal } from '../change.ts';
import { from20221115 } from './2022-11-15.ts';
import { from20230816 } from './2023-08-16.ts';
import { from20240410 } from './2024-04-10.ts';
import { fromBasil } from './2025-03-31-basil.ts';
import { fromDahlia } from './2026-03-25-dahlia.ts';
import { fromEndive } from './2026-09-30-endive.ts';

const all = [from20221115, from20230816, from20240410, fromBasil, fromDahlia, fromEndive];

export const inputChanges: readonly InputChange[] = all.flatMap(({ inputs = [] }) => inputs);
export const outputChanges: readonly OutputChange[] = all.flatMap(({ outputs = [] }) => outputs);
export const insideChanges: readonly InsideChange[] = all.flatMap(({ insides = [] }) => insides);
export const removals: readonly Removal[] = all.flatMap(({ removals = [] }) => removals);
