import { MAX_REFERENCES } from "@pastiche/contract/limits";
import { fill, RECIPES, THUMBS } from "./examples.ts";
import "./welcome.css";

/** Before there is a picture: what this is, and something to try with one click. */
export function Welcome() {
  return (
    <div class="welcome">
      <h2>A sentence and one to {MAX_REFERENCES === 6 ? "six" : MAX_REFERENCES} pictures in, one picture out.</h2>
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
