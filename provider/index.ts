/** What PulumiPlugin.yaml starts: package.json names it as `main`, while programs import the library by `exports`. */
import "./plugin/main";
