interface Counted {
  succeeded: number;
  failed: number;
}

/** The lowest column that can be seen, in px: one failure among thousands must not vanish. */
const LEAST_PX = 1.5;
const GAP_PX = 1;

/** Two SVG paths, all columns of the volume and all of the failures on top: a table of a hundred rows stays light. */
export function sparkPaths(values: readonly Counted[], width: number, height: number): { volume: string; failures: string } {
  const most = Math.max(1, ...values.map(({ succeeded, failed }) => succeeded + failed));
  const step = width / Math.max(1, values.length);
  const size = (count: number) => (count === 0 ? 0 : Math.max(LEAST_PX, (count / most) * (height - 1)));
  const column = (index: number, bottom: number, px: number) => (px === 0 ? '' : `M${round(index * step)} ${round(bottom)}h${round(step - GAP_PX)}v${round(-px)}h${round(GAP_PX - step)}z`);
  return {
    volume: values.map(({ succeeded }, index) => column(index, height, size(succeeded))).join(''),
    failures: values.map(({ succeeded, failed }, index) => column(index, height - Math.min(size(succeeded), height - size(failed)), size(failed))).join(''),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;
