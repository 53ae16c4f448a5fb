import { describeLife } from "./life";

describeLife("plugin", "terminal", "A stack's life in a terminal, with the plugin");
describeLife("plugin", "pipeline", "A stack's life in a pipeline, with the plugin");
