import type { BarSeriesOption, ComposeOption, GridComponentOption } from "echarts";

/** A chart as ECharts is told of it. */
export type ChartOption = ComposeOption<BarSeriesOption | GridComponentOption>;

/** Draws a chart of a size in pixels, as an `svg` element. It has no ids, and no style of its own. */
export type Draw = (option: ChartOption, width: number, height: number) => string;

/**
 * Loads what draws charts: a quarter of a second and more, which only who draws has to wait for.
 *
 * @returns What draws.
 */
export async function openDrawing(): Promise<Draw> {
  const [{ init, use }, { BarChart }, { GridComponent }, { SVGRenderer }] = await Promise.all([
    import("echarts/core"),
    import("echarts/charts"),
    import("echarts/components"),
    import("echarts/renderers"),
  ]);
  use([BarChart, GridComponent, SVGRenderer]);

  return (option, width, height) => {
    const chart = init(null, null, { ssr: true, renderer: "svg", width, height });
    chart.setOption({ animation: false, textStyle: { fontFamily: "inherit" }, ...option });
    // Asked of the painter, which leaves out the styles for pointing at: they are named by a count of the process's charts.
    const { painter } = chart.getZr() as unknown as { readonly painter: SvgPainter };
    const svg = painter.renderToString({ cssEmphasis: false, cssAnimation: false });
    chart.dispose();
    return svg;
  };
}

/** ZRender's painter, as far as it is used: its declarations leave the options out. */
interface SvgPainter {
  renderToString(options: { readonly cssEmphasis: boolean; readonly cssAnimation: boolean }): string;
}
