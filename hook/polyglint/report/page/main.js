const data = JSON.parse(byId("data").textContent);
showTotals();
showFindings();
showLanguages();
showNotJudged();
showCodes();
