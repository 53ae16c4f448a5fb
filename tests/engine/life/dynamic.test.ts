import { describeLife } from "./life";

describeLife("dynamic", "terminal", "A stack's life in a terminal");
describeLife("dynamic", "pipeline", "A stack's life in a pipeline");
