import { decimalText } from './number-format.ts';

const KIB = 1024;

/** `86 B`, `1.2 kB`, `3.4 MB`; takes the decimal strings that the API gives for sizes. */
export function bytesText(bytes: number | string): string {
  const count = Number(bytes);
  if (count < KIB) return `${count} B`;
  return count < KIB * KIB ? `${decimalText(count / KIB, 1)} kB` : `${decimalText(count / KIB / KIB, 1)} MB`;
}
