// The few words that the components themselves say. Languages that come later are added here too.
import { catalogue } from './catalogue.ts';
import type { Language } from './language.ts';

export const words = catalogue({
  en: {
    skip: 'Skip to content',
    language: 'Language',
    optional: 'optional',
    navigation: 'Main',
    error: 'Error',
    step: 'Step {step} of {steps}',
    minus: 'minus',
    showAll: 'Show all {count}',
  },
  bs: {
    skip: 'Pređi na sadržaj',
    language: 'Jezik',
    optional: 'nije obavezno',
    navigation: 'Glavni meni',
    error: 'Greška',
    step: 'Korak {step} od {steps}',
    minus: 'minus',
    showAll: 'Prikaži sve: {count}',
  },
});

/** English stands in where the components do not speak the page's language yet. */
export const wordsOf = (language: Language) =>
  words(words.languages.find((one) => one === language) ?? 'en');
