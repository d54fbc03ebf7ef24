export interface ChartOptions {
  /** Of the whole chart with its axes, in pixels; 640 unless told. A phone's page has room for 340. */
  readonly width?: number;
}

export const defaultWidth = 640;
