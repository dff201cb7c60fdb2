import type { Table } from './fill.js';

const names: readonly (readonly [locale: string, name: string])[] = [
  ['ca_ES', 'Català'],
  ['de_DE', 'Deutsch'],
  ['en_US', 'English'],
  ['es_ES', 'Castellano'],
  ['fi_FI', 'Suomi'],
  ['fr_FR', 'Français'],
  ['it_IT', 'Italiano'],
  ['ja_JP', '日本語'],
  ['lt_LT', 'Lietuvių'],
  ['nl_NL', 'Nederlands'],
  ['pl_PL', 'Polski'],
  ['pt_PT', 'Português'],
  ['ru_RU', 'Русский'],
  ['sv_SE', 'Svenska'],
  ['tr_TR', 'Türkçe'],
  ['zh_CN', '简体中文'],
];

export const locales: Table = {
  name: 'locales',
  count: names.length,
  row: (index) => {
    const [locale, name] = names[index]!;
    return { locale, name };
  },
};
