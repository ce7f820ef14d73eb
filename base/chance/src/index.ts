export { type Chance, chanceFrom } from './chance.ts';
