// ISO 3166: the letters that merchants write and the numbers that messages carry, for the countries
// of our cast and of the test card ranges.

const numbers: Readonly<Record<string, string>> = {
  AU: '036',
  AT: '040',
  BE: '056',
  BA: '070',
  BR: '076',
  CA: '124',
  CN: '156',
  TW: '158',
  HR: '191',
  DK: '208',
  FI: '246',
  FR: '250',
  DE: '276',
  IN: '356',
  IE: '372',
  IT: '380',
  JP: '392',
  MX: '484',
  NL: '528',
  NZ: '554',
  NO: '578',
  PL: '616',
  PT: '620',
  RS: '688',
  SG: '702',
  SI: '705',
  ES: '724',
  SE: '752',
  CH: '756',
  GB: '826',
  US: '840',
};

const letters = new Map(Object.entries(numbers).map(([alpha, numeric]) => [numeric, alpha]));

/** '070' of 'BA'; '000' for a country that the table lacks. */
export const numericCountry = (alpha: string): string => numbers[alpha] ?? '000';

/** 'BA' of '070'. */
export const alphaCountry = (numeric: string): string | undefined => letters.get(numeric);
