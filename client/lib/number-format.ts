import { formatLanguage } from '../i18n.ts';

const whole = new Intl.NumberFormat(formatLanguage, { maximumFractionDigits: 0 });
const fixed = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(formatLanguage, { minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** A count with its thousands set apart: `12,840`, in German `12.840`. Takes the decimal strings that the API gives for big ones. */
export const numberText = (count: number | string): string => whole.format(Number(count));

/** With exactly so many digits after the point, at most three: `4.81`, in German `4,81`. */
export const decimalText = (value: number, digits: 0 | 1 | 2 | 3): string => (fixed[digits] ?? whole).format(value);

/** `99.98 %` of a share between 0 and 1. */
export const percentText = (share: number, digits: 0 | 1 | 2 = 1): string => `${decimalText(share * 100, digits)} %`;
