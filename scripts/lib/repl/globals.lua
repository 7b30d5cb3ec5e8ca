--- The globals of a session: the collections of its corpus.

local M = {}

--- Sets them.
function M.set(corpus) _G.corpus = corpus end

return M
