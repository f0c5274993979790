/*
 * The parts of ECharts that the charts need, in a chunk of its own: import this file dynamically only.
 * Tooltips, legends and zooming are the console's own, in HTML, so that they can be reached and read.
 */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, CanvasRenderer]);

export { init };
