const WHOLE = /^(?:\d+|\d{1,3}(?:,\d{3})+)$/;
/** A day with or without a minute, or a moment of RFC 3339. */
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d:\d\d)|T(\d\d:\d\d:\d\d)\.(\d{3})Z)?$/;

const german = new Intl.NumberFormat('de-DE');

function moment(value: string): string {
  const [, year, month, day, minute, second, milliseconds] = MOMENT.exec(value) ?? [];
  if (day === undefined) return value;
  const fraction = milliseconds === '000' ? '' : `,${milliseconds}`;
  const clock = minute ?? (second && `${second}${fraction} UTC`);
  return `${day}.${month}.${year}${clock ? `, ${clock}` : ''}`;
}

/** How German writes numbers (`1,000`, `1000`) and moments. These stay in UTC, as the sentences of the server have them. */
export default {
  number: (value: string): string => (WHOLE.test(value) ? german.format(Number(value.replaceAll(',', ''))) : value),
  time: moment,
};
