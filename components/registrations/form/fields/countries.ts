/** Countries of the prefix list, those that merchants of Indonesian partners come from first. Any other is typed with its plus. */
const CALLING_CODES = {
  ID: "62",
  SG: "65",
  MY: "60",
  AU: "61",
  BN: "673",
  CN: "86",
  DE: "49",
  FR: "33",
  GB: "44",
  HK: "852",
  IN: "91",
  JP: "81",
  KH: "855",
  KR: "82",
  LA: "856",
  MM: "95",
  NL: "31",
  NZ: "64",
  PH: "63",
  SA: "966",
  TH: "66",
  TL: "670",
  TW: "886",
  AE: "971",
  US: "1",
  VN: "84",
} as const;

export type CountryOption = { country: string; label: string };

/** `Indonesia (+62)` first, the others by name. A draft's own country is offered even if it is not in the list. */
export function countryOptions(locale: string, own: string): CountryOption[] {
  const names = new Intl.DisplayNames(locale, { type: "region" });
  const others = Object.entries(CALLING_CODES)
    .filter(([country]) => country !== "ID")
    .map(([country, code]) => ({ country, label: `${names.of(country) ?? country} (+${code})` }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
  const options = [{ country: "ID", label: `Indonesia (+${CALLING_CODES.ID})` }, ...others];
  const isListed = own === "" || options.some(({ country }) => country === own);
  return isListed ? options : [...options, { country: own, label: own }];
}
