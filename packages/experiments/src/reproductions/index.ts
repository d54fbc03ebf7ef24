import { bottleneckPoster } from './bottleneck-poster/bottleneck-poster.js';
import { caeCnnJudgePaper } from './cae-cnn-judge-paper/cae-cnn-judge-paper.js';
import { caeTsneArticle } from './cae-tsne-article/cae-tsne-article.js';
import { denseCodecPaper } from './dense-codec-paper/dense-codec-paper.js';
import { linearVsConvLabReport } from './linear-vs-conv-lab-report/linear-vs-conv-lab-report.js';
import type { Reproduction } from './reproduction.js';
import { table } from './table/table.js';

/** The source documents that can be reproduced, and the table of autoencoders against PCA, by name. */
export const reproductions: Readonly<Record<string, Reproduction>> = {
  [bottleneckPoster.name]: bottleneckPoster,
  [denseCodecPaper.name]: denseCodecPaper,
  [linearVsConvLabReport.name]: linearVsConvLabReport,
  [caeTsneArticle.name]: caeTsneArticle,
  [caeCnnJudgePaper.name]: caeCnnJudgePaper,
  [table.name]: table,
};
