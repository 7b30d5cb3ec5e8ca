-- expect: a document has no field 'tittle'
return { api = 1, name = "doc_field", gives = { doc_field = {} }, document = function(doc) return doc.tittle end }
