import { describeWholeStack } from "./wholeStack";

describeWholeStack("plugin", "terminal", "A stack in a terminal, with the plugin");
describeWholeStack("plugin", "pipeline", "A stack in a pipeline, with the plugin");
