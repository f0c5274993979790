import { ATTEMPT_STATUS, DELIVERY_STATUS } from '../../lib/status.ts';
import type { LiveRow } from './live-row.ts';

/** Strokes in a box of 24, as the icons of the console have them. Drawn in place: forty rows change ten times a second. */
interface RowLook {
  label: string;
  tone: string;
  strokes: string;
}

const CIRCLE = 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0 -20';
const CROSS = 'M15 9l-6 6M9 9l6 6';
const FAILED: RowLook = { label: ATTEMPT_STATUS.FAILED.label, tone: 'fail', strokes: `${CIRCLE}${CROSS}` };

const LOOKS: Record<LiveRow['outcome'], RowLook> = {
  SUCCEEDED: { label: ATTEMPT_STATUS.SUCCEEDED.label, tone: 'ok', strokes: `${CIRCLE}M8.5 12l2.5 2.5l4.5 -5` },
  FAILED,
  RETRYING: FAILED,
  GAVE_UP: { label: DELIVERY_STATUS.FAILED.label, tone: 'fail', strokes: `M8 2h8l6 6v8l-6 6h-8l-6 -6v-8z${CROSS}` },
  IN_PROGRESS: { label: ATTEMPT_STATUS.IN_PROGRESS.label, tone: 'wait', strokes: 'M7 17L17 7M8 7h9v9' },
};

export const rowLook = ({ outcome }: Pick<LiveRow, 'outcome'>): RowLook => LOOKS[outcome];
