import "htmx.org";

import { startAnswers } from "./answers";
import { startBoards } from "./board";
import { startCapture } from "./capture";
import { startCharts } from "./chart-places";
import { startCopy } from "./copy";
import { startDialogs } from "./dialogs";
import { startDrafts } from "./drafts";
import { startIdle } from "./idle";
import { startKeys } from "./keys";
import { startMenus } from "./menus";
import { startPalette } from "./palette";
import { startPresence } from "./presence";
import { startQuick } from "./quick";
import { startSide } from "./side";
import { startTables } from "./tables";
import { startTimer } from "./timer";
import { startToasts } from "./toasts";

document.documentElement.dataset["script"] = "";

startAnswers();
startMenus();
startDialogs();
startCopy();
startSide();
startToasts();
startTables();
startDrafts();
startCapture();
startQuick();
startPalette();
startKeys();
startTimer();
startIdle();
startBoards();
startPresence();
startCharts();
