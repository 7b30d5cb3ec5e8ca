-- row 1: expect time limit reached (0.2 s
while true do end
