import { MAX_REFERENCES } from "@pastiche/contract/limits";
import { fill, RECIPES } from "./examples.ts";
import behind from "./thumbs/behind.webp";
import collage from "./thumbs/collage.webp";
import headline from "./thumbs/headline.webp";
import onTheTable from "./thumbs/on-the-table.webp";
import poster from "./thumbs/poster.webp";
import watercolor from "./thumbs/watercolor.webp";
import "./welcome.css";

const THUMBS: Record<string, string> = { behind, collage, headline, "on-the-table": onTheTable, poster, watercolor };

/** Before there is a picture: what this is, and something to try with one click. */
export function Welcome() {
  return (
    <div class="welcome">
      <h1>A sentence and one to {MAX_REFERENCES === 6 ? "six" : MAX_REFERENCES} pictures in, one picture out.</h1>
      <p class="soft">
        It runs on this machine. What is lifted from a photograph stays as it was photographed. Start with pictures of
        your own, or try one of these:
      </p>
      <ul class="recipes">
        {RECIPES.map((recipe) => (
          <li key={recipe.name}>
            <button type="button" onClick={() => void fill(recipe)}>
              <img src={THUMBS[recipe.name]} alt="" width="360" height="270" />
              <span>{recipe.prompt}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
