import type { Drawn } from "./charts";
import { all, one, whenShown } from "./page";

const drawn = new WeakSet<Element>();

/** Loads the drawing library only where a chart is, and only when it comes into view. */
export function startCharts(): void {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      void draw(entry.target as HTMLElement);
    }
  }, { rootMargin: "200px" });
  whenShown((root) => {
    for (const chart of all("[data-chart]", root)) {
      if (drawn.has(chart)) continue;
      drawn.add(chart);
      seen.observe(chart);
    }
  });
}

async function draw(figure: HTMLElement): Promise<void> {
  const address = one<HTMLMetaElement>('meta[name="upheld-charts"]')?.content ?? "";
  const canvas = one("[data-chart-canvas]", figure);
  const data = one("[data-chart-data]", figure)?.textContent;
  if (!canvas || !data) return;
  try {
    const charts = (await import(new URL(address, document.baseURI).href)) as {
      draw: (canvas: HTMLElement, data: Drawn) => void;
    };
    charts.draw(canvas, JSON.parse(data) as Drawn);
  } catch {
    // The table under the chart says the same; show it instead of an empty frame.
    figure.classList.add("is-undrawn");
    one<HTMLDetailsElement>(".chart-table", figure)?.setAttribute("open", "");
  }
}
