import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([
  AriaComponent,
  BarChart,
  GridComponent,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  ScatterChart,
  SVGRenderer,
  TooltipComponent,
]);

export interface Drawn {
  kind: "line" | "area" | "bar" | "stacked" | "scatter";
  categories: string[];
  urls: string[];
  form: "number" | "percent" | "hours" | "money";
  sign: string;
  minorPerMajor: number;
  lineAt: number | null;
  lineTitle: string;
  series: { name: string; tone: string; values: (number | null)[]; printed: string[] }[];
}

const TURN = ["accent", "chart-2", "chart-3", "chart-4", "chart-5"];

/**
 * Draws a chart into its place, and again when the place or the theme changes.
 *
 * Values come in whole small units (seconds, minor units, parts per million); they are drawn in
 * large ones, so that the axis has round figures.
 */
export function draw(canvas: HTMLElement, given: Drawn): void {
  const data = inLargeUnits(given);
  const chart = init(canvas, null, { renderer: "svg" });
  const show = (): void => chart.setOption(options(canvas, data), true);
  show();
  chart.on("click", (event) => {
    const address = data.urls[event.dataIndex];
    if (address) window.location.assign(address);
  });
  new ResizeObserver(() => chart.resize()).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
}

function inLargeUnits(data: Drawn): Drawn {
  const small = { number: 1, percent: 10_000, hours: 3600, money: data.minorPerMajor }[data.form];
  const large = (value: number | null): number | null => (value === null ? null : value / small);
  return {
    ...data,
    lineAt: large(data.lineAt),
    series: data.series.map((series) => ({ ...series, values: series.values.map(large) })),
  };
}

/** Reads a token as the colour that it is now: light-dark() only resolves on an element. */
function colour(canvas: HTMLElement, token: string): string {
  // Where little is to move, every change of colour takes a moment, and the old one is read.
  canvas.style.transitionProperty = "none";
  canvas.style.color = `var(--${token})`;
  const found = getComputedStyle(canvas).color;
  canvas.style.color = "";
  return found;
}

function options(canvas: HTMLElement, data: Drawn): EChartsCoreOption {
  const text = colour(canvas, "text-muted");
  const line = colour(canvas, "line");
  const font = { color: text, fontFamily: getComputedStyle(canvas).fontFamily, fontSize: 11 };
  const bars = data.kind === "bar" || data.kind === "stacked";
  const many = data.series.length > 1;
  return {
    animationDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 260,
    grid: { left: 4, right: 14, top: many ? 34 : 14, bottom: 6, containLabel: true },
    legend: many
      ? { left: 0, top: 2, icon: "roundRect", itemWidth: 10, itemHeight: 10, itemGap: 16, textStyle: { ...font, fontSize: 12 } }
      : undefined,
    tooltip: tooltip(canvas, data, bars),
    xAxis: {
      type: "category",
      data: data.categories,
      boundaryGap: bars,
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
      axisLabel: { ...font, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      scale: !bars,
      splitNumber: 4,
      splitLine: { lineStyle: { color: line } },
      axisLabel: { ...font, formatter: (value: number) => onAxis(value, data) },
    },
    series: data.series.map((_, at) => oneSeries(canvas, data, at)),
  };
}

function tooltip(canvas: HTMLElement, data: Drawn, bars: boolean): object {
  return {
    trigger: "axis",
    renderMode: "richText",
    axisPointer: bars
      ? { type: "shadow", shadowStyle: { color: colour(canvas, "text"), opacity: 0.05 } }
      : { type: "line", lineStyle: { color: colour(canvas, "line-strong") } },
    backgroundColor: colour(canvas, "raised"),
    borderColor: colour(canvas, "line-strong"),
    padding: [8, 10],
    textStyle: { color: colour(canvas, "text"), fontSize: 12, fontFamily: getComputedStyle(canvas).fontFamily },
    formatter: (found: { dataIndex: number; axisValue: string }[]) => {
      const at = found[0]?.dataIndex ?? 0;
      const lines = data.series.map((series) => `${series.name}  ${series.printed[at] ?? ""}`);
      return [data.categories[at] ?? "", ...lines].join("\n");
    },
  };
}

function oneSeries(canvas: HTMLElement, data: Drawn, at: number): object {
  const series = data.series[at];
  const tone = series?.tone ? toneToken(series.tone) : (TURN[at % TURN.length] ?? "accent");
  const fill = colour(canvas, tone);
  const bars = data.kind === "bar" || data.kind === "stacked";
  return {
    type: bars ? "bar" : data.kind === "scatter" ? "scatter" : "line",
    name: series?.name,
    data: series?.values,
    stack: data.kind === "stacked" ? "all" : undefined,
    color: fill,
    barMaxWidth: 22,
    barGap: "12%",
    itemStyle: { borderRadius: data.kind === "bar" ? [3, 3, 0, 0] : 0 },
    lineStyle: { width: 2, type: at % 2 ? [5, 3] : "solid" },
    symbol: at % 2 ? "rect" : "circle",
    symbolSize: data.kind === "scatter" ? 8 : 6,
    areaStyle: data.kind === "area" ? { color: fill, opacity: 0.14 } : undefined,
    markLine: at === 0 && data.lineAt !== null ? markLine(canvas, data) : undefined,
  };
}

function toneToken(tone: string): string {
  return tone === "neutral" ? "chart-neutral" : tone;
}

function markLine(canvas: HTMLElement, data: Drawn): object {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: colour(canvas, "text-muted"), type: [2, 3], width: 1.2 },
    label: { position: "insideEndTop", formatter: data.lineTitle, color: colour(canvas, "text-muted"), fontSize: 11 },
    data: [{ yAxis: data.lineAt }],
  };
}

function onAxis(value: number, data: Drawn): string {
  const short = (number: number): string =>
    new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 }).format(number);
  if (data.form === "percent") return `${+value.toFixed(1)} %`;
  if (data.form === "hours") return `${short(value)} h`;
  if (data.form === "money") return `${value < 0 ? "−" : ""}${data.sign}${short(Math.abs(value))}`;
  return short(value);
}
