import { render } from "preact";
import "./styles/tokens.css";
import "./styles/base.css";
import "./ui/ui.css";
import { App } from "./app.tsx";

const root = document.getElementById("app");
if (!root) throw new Error("The page has no #app");
root.textContent = "";
render(<App />, root);
