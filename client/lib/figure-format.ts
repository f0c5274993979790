import { decimalText, numberText } from './number-format.ts';

/** A count that the server stopped at `most`: `10,000+`. */
export const cappedText = (value: number, most: number): string => (value >= most ? `${numberText(most)}+` : numberText(value));

/** A rate per second: `0.3`, `4.2`, `120`. */
export const rateText = (perSecond: number): string => decimalText(perSecond, perSecond >= 10 ? 0 : 1);

/** `99.98 %` of a share from 0 to 1, cut and not rounded: with one failure in a million it is not 100 %. */
export function shareText(share: number): string {
  const cut = Math.floor(share * 10_000) / 100;
  return `${decimalText(cut, Number.isInteger(cut) ? 0 : 2)} %`;
}

/** `+0.42`, `−1.20`, of percentage points. */
export function pointsText(points: number): string {
  const size = decimalText(Math.abs(points), 2);
  return points === 0 ? size : `${points > 0 ? '+' : '−'}${size}`;
}
