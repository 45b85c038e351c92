/** The page's markup: the client shows the parts that the model can do. */
export const markup = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>ELECTRA: try a model</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="style.css">
<script type="module" src="client.js"></script>
</head>
<body>
<main>
  <header><h1>Try a model</h1><p id="about">Loading …</p></header>
  <noscript><p>This page needs JavaScript. The same answers are at <a href="openapi.json">/api</a>.</p></noscript>
  <p id="state" role="status"></p>
  <section id="reader" hidden>
    <label for="text">Text</label>
    <textarea id="text" rows="4" spellcheck="false">The chef cooked the meal, and then the table ate it.</textarea>
    <div id="heat" hidden>
      <h2 id="heat-title">What looks replaced</h2>
      <p class="hint">The stronger a token's color, the likelier the model thinks that it was put in place of another. Choose one, by click or by arrow keys and Enter, to swap its word.</p>
      <p class="scale" aria-hidden="true"><span>0 %</span> <span class="ramp"></span> <span>100 %</span></p>
      <div id="tokens" class="tokens card" role="toolbar" aria-labelledby="heat-title"></div>
      <form id="swap" class="card" hidden>
        <label for="word">Instead of <b id="chosen"></b></label>
        <div class="row"><input id="word" autocomplete="off" autocapitalize="off" spellcheck="false"><button>Swap</button><button type="button" id="close">Close</button></div>
        <div id="suggestions" role="group" aria-label="What the generator would put there"></div>
      </form>
    </div>
    <div id="fill" hidden>
      <h2>Masks</h2>
      <p class="hint">The generator says what may stand behind each [MASK].</p>
      <button type="button" id="mask">Insert [MASK]</button>
      <div id="masks"></div>
    </div>
  </section>
  <section id="task" hidden>
    <h2 id="task-title">Ask the model</h2>
    <form id="question"></form>
    <div id="answer" class="card" aria-live="polite" hidden></div>
  </section>
  <footer><p>Over HTTP: <a href="openapi.json">OpenAPI description</a></p></footer>
</main>
</body>
</html>
`;
